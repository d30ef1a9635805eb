import { PLANS } from './plans.ts';
import { runPlan } from './run-plan.ts';

runPlan(PLANS.basic, { legacy_grants: false });
