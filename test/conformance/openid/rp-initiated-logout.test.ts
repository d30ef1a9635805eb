import { PLANS } from './plans.ts';
import { runPlan } from './run-plan.ts';

runPlan(PLANS.rpInitiatedLogout, { legacy_grants: false });
