import { describeStore } from '../conformance/store.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';

describeStore('the memory store', async () => ({ store: createMemoryStore() }));
