/** Every style of the page, in the order in which they count. */
import 'slack-blocks-to-jsx/dist/style.css';
import './base.css';
import './layout.css';
import './conversation.css';
import './blocks.css';
import './forms.css';
import './panels.css';
import './teams.css';
import './cards.css';
