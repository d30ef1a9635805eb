import { PLANS } from './plans.ts';
import { runPlan } from './run-plan.ts';

runPlan(PLANS.formPostHybrid, { legacy_grants: true });
