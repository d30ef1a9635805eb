/** Fields, their errors, and buttons: never lower than 44 px. */
export const FORMS = `
form { margin: 1.75rem 0 0; }
.field { margin-top: 1.25rem; }
.field label { display: block; font-weight: 550; margin-bottom: 0.375rem; }
.field .optional { font-weight: 400; color: $quiet; }
.hint { margin: 0.375rem 0 0; font-size: 0.8125rem; color: $quiet; }
.field input {
  display: block;
  box-sizing: border-box;
  width: 100%;
  min-height: 2.75rem;
  margin: 0;
  padding: 0.5rem 0.75rem;
  border: 1px solid $edge;
  border-radius: 0.5rem;
  background: $card;
  color: $ink;
  font: inherit;
  line-height: 1.5rem;
  -webkit-appearance: none;
  appearance: none;
}
.field input:hover { border-color: $ink; }
.field input:focus { border-color: $ink; outline-offset: 1px; }
.field input[aria-invalid="true"] { border-color: $danger; border-width: 2px; padding: calc(0.5rem - 1px) calc(0.75rem - 1px); }
.scopes + .hint { margin-top: 0.75rem; }
.error { position: relative; margin-top: 0.625rem; padding-left: 1.75rem; color: $danger; font-size: 0.9375rem; line-height: 1.4; }
.error .icon { position: absolute; left: 0; top: 0.05rem; }

.button {
  display: inline-block;
  box-sizing: border-box;
  min-height: 2.75rem;
  margin: 0;
  padding: 0.625rem 1.25rem;
  border: 2px solid $petrol;
  border-radius: 0.5rem;
  background: transparent;
  color: $petrol;
  font: inherit;
  font-weight: 600;
  line-height: 1.4;
  text-align: center;
  text-decoration: none;
  cursor: pointer;
  overflow-wrap: anywhere;
  -webkit-appearance: none;
  appearance: none;
  transition: background-color 120ms ease-out, border-color 120ms ease-out;
}
.button:hover { color: $petrol-strong; border-color: $petrol-strong; }
.button.strong { background: $petrol; color: $on-petrol; }
.button.strong:hover { background: $petrol-strong; border-color: $petrol-strong; color: $on-petrol; }
.alone { margin-top: 1.75rem; }
.alone .button { width: 100%; }
.wide .alone .button { width: auto; min-width: 11rem; }
.choices { display: -ms-flexbox; display: flex; -ms-flex-wrap: wrap; flex-wrap: wrap; margin: 1.625rem -0.375rem -0.375rem; }
.stacked { margin-top: 1.625rem; }
.stacked .button { display: block; width: 100%; margin-top: 0.75rem; }
.choices .button { padding-left: 0.75rem; padding-right: 0.75rem; -ms-flex: 1 1 8rem; flex: 1 1 8rem; margin: 0.375rem; }
`;
