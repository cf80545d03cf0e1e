import 'slack-blocks-to-jsx/dist/style.css';
import './look/base.css';
import './look/layout.css';
import './look/conversation.css';
import './look/blocks.css';
import './look/forms.css';
import './look/panels.css';
import './look/teams.css';
import './look/cards.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

createRoot(document.getElementById('page') as HTMLElement).render(<App />);
