import { PLANS } from './plans.ts';
import { runPlan } from './run-plan.ts';

runPlan(PLANS.formPostImplicit, { legacy_grants: true });
