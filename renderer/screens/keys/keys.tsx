/** What Lanyard signs with: for each algorithm the lives of its keys, and the ways to change them. */
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Loaded } from '../../components/loaded.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { screenAt } from '../../screens.ts';
import { AlgorithmKeys } from './algorithm-keys.tsx';

const ALGORITHMS = OPERATIONS.createSigningKey.body.shape.alg.options;
export type Algorithm = (typeof ALGORITHMS)[number];

export default function Keys() {
  const answer = useAnswer('listSigningKeys', { query: { limit: '200' } });
  const { title, sentence } = screenAt('/keys');
  return (
    <>
      <ScreenHead title={title} sentence={sentence} />
      <Loaded answer={answer}>
        {({ value }) => (
          <>
            {ALGORITHMS.map((alg) => (
              <AlgorithmKeys key={alg} alg={alg} keys={value.items.filter((key) => key.alg === alg)} />
            ))}
          </>
        )}
      </Loaded>
    </>
  );
}
