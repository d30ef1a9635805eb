/** What Lanyard signs with: for each algorithm the lives of its keys, and the ways to change them. */
import { useAnswer } from '../../api/use-answer.ts';
import { Loaded } from '../../components/loaded.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { screenAt } from '../../screens.ts';
import { AddAlgorithm } from './add-algorithm.tsx';
import { AlgorithmKeys } from './algorithm-keys.tsx';

export const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export default function Keys() {
  const answer = useAnswer('listSigningKeys', { query: { limit: '200' } });
  const { title, sentence } = screenAt('/keys');
  return (
    <>
      <ScreenHead title={title} sentence={sentence} />
      <Loaded answer={answer}>
        {({ value }) => {
          const used = ALGORITHMS.filter((alg) => value.items.some((key) => key.alg === alg));
          return (
            <>
              {used.map((alg) => (
                <AlgorithmKeys key={alg} alg={alg} keys={value.items.filter((key) => key.alg === alg)} />
              ))}
              <AddAlgorithm unused={ALGORITHMS.filter((alg) => !used.includes(alg))} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}
