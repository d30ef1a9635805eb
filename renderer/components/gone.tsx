/** For what was removed, here or by somebody else. */
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { Empty } from './empty.tsx';
import { ScreenHead } from './screen-head.tsx';

export function Gone({ up }: { readonly up: { readonly href: string; readonly title: string } }) {
  return (
    <>
      <ScreenHead title="This is gone" up={up} />
      <Empty
        title="There is no such thing any more"
        action={
          <Button component={Link} href={up.href} variant="filled">
            Go to {up.title}
          </Button>
        }
      >
        It was removed, or the address is misspelled.
      </Empty>
    </>
  );
}
