/** An address of the panel that leads nowhere. */
import { Button } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { ScreenHead } from '../components/screen-head.tsx';

export function NotThere() {
  const [location] = useLocation();
  return (
    <>
      <ScreenHead
        title="There is no such screen"
        sentence={
          <>
            Nothing stands at <code>{location}</code>. It may have been removed, or the address is misspelled.
          </>
        }
      />
      <div>
        <Button component={Link} href="/" variant="filled">
          Go home
        </Button>
      </div>
    </>
  );
}
