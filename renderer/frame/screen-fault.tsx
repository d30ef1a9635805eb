/** Keeps a fault of one screen from taking the panel along. */
import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { ScreenHead } from '../components/screen-head.tsx';

interface State {
  readonly error?: Error;
}

export class ScreenFault extends Component<{ readonly children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <>
        <ScreenHead
          title="This screen stumbled"
          sentence="The fault is in Lanyard’s page, not in what you did. Nothing was changed. If Lanyard was updated, loading the page again mends it."
        />
        <p>
          <code>{error.message}</code>
        </p>
        <div>
          <Button variant="filled" onClick={() => window.location.reload()}>
            Load the page again
          </Button>
        </div>
      </>
    );
  }
}
