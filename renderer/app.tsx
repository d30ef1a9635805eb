/** The frame around every screen: the mark on its cord, and the screen below it. */
import { Mark } from './components/mark.tsx';
import { Running } from './screens/running.tsx';

export function App() {
  return (
    <div className="page">
      <header className="masthead">
        <Mark />
        <span className="wordmark">Lanyard</span>
      </header>
      <Running />
    </div>
  );
}
