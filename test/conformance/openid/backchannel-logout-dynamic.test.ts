import { PLANS } from './plans.ts';
import { runPlan } from './run-plan.ts';

runPlan(PLANS.backchannelLogout, { legacy_grants: false, client_registration: 'dynamic_client' });
