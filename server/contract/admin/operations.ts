/**
 * The table of the admin API: every operation with its path, request, answer and who may. The server's router, the panel's
 * client and the OpenAPI document are made from it, so that none of them can say something else.
 */
import { API_OPERATIONS } from './api-operations.ts';
import { APPLICATION_OPERATIONS } from './application-operations.ts';
import { AUDIT_OPERATIONS } from './audit-operations.ts';
import { LOGIN_PAGE_OPERATIONS } from './login-page-operations.ts';
import { MAIL_OPERATIONS } from './mail-operations.ts';
import { OFFICE_OPERATIONS } from './office-operations.ts';
import { SERVER_OPERATIONS } from './server-operations.ts';

export const OPERATIONS = {
  ...SERVER_OPERATIONS,
  ...OFFICE_OPERATIONS,
  ...API_OPERATIONS,
  ...APPLICATION_OPERATIONS,
  ...AUDIT_OPERATIONS,
  ...MAIL_OPERATIONS,
  ...LOGIN_PAGE_OPERATIONS,
};

export type OperationName = keyof typeof OPERATIONS;
