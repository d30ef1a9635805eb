/** Leads from a client_id, which is what logs and flows know of an application, to its screen. */
import { Redirect, useParams } from 'wouter';
import { useAnswer } from '../../api/use-answer.ts';
import { Gone } from '../../components/gone.tsx';
import { Loaded } from '../../components/loaded.tsx';

export default function ApplicationNamed() {
  const { client_id } = useParams<{ client_id: string }>();
  const answer = useAnswer('listApplications', { query: { q: client_id, limit: '200' } });
  return (
    <Loaded answer={answer}>
      {({ value }) => {
        const found = value.items.find((application) => application.client_id === client_id);
        if (found === undefined) return <Gone up={{ href: '/applications', title: 'Applications' }} />;
        return <Redirect to={`/applications/${found.id}${window.location.hash}`} replace />;
      }}
    </Loaded>
  );
}
