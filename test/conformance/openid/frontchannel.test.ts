import { SIGNS_OUT } from './browser-logout-modules.ts';
import { PLANS } from './plans.ts';
import { runPlan } from './run-plan.ts';

runPlan(PLANS.frontChannel, { legacy_grants: false, first: SIGNS_OUT });
