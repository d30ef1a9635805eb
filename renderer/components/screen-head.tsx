/** The top of a screen: the thing it shows, one sentence of what it is for, and the one strong action. */
import { IconChevronLeft } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import css from './screen-head.module.css';

interface ScreenHeadProps {
  readonly title: string;
  readonly sentence?: ReactNode;
  /** Where this is one of many: the way back to all of them. */
  readonly up?: { readonly href: string; readonly title: string };
  readonly actions?: ReactNode;
}

export function ScreenHead({ title, sentence, up, actions }: ScreenHeadProps) {
  useEffect(() => {
    document.title = `${title} · Lanyard`;
  }, [title]);
  return (
    <header className={css['head']}>
      <div className={css['words']}>
        {up !== undefined && (
          <Link href={up.href} className={css['up'] ?? ''}>
            <IconChevronLeft size={18} aria-hidden="true" />
            {up.title}
          </Link>
        )}
        <h1>{title}</h1>
        {sentence !== undefined && <p className={css['sentence']}>{sentence}</p>}
      </div>
      {actions !== undefined && <div className={css['actions']}>{actions}</div>}
    </header>
  );
}
