import { createSignal, For, Show } from 'solid-js';
import { render } from 'solid-js/web';
import { validate } from '../../validator/peers/plain.mjs';
import { FIELDS, request } from '../form.mjs';

function Form() {
  const [problems, setProblems] = createSignal([]);
  const problem = (name) => problems().find(({ field }) => field === name)?.message;
  const submit = (event) => {
    event.preventDefault();
    setProblems(validate(request(event.currentTarget)).problems ?? []);
  };
  return (
    <form noValidate onSubmit={submit}>
      <For each={FIELDS}>{([name, label, choices]) => {
        const invalid = () => (problem(name) ? 'true' : undefined);
        const described = `${name}-problem`;
        return (
          <>
            <label for={name}>{label}</label>
            <Show when={choices} fallback={<input id={name} name={name} aria-invalid={invalid()} aria-describedby={described} />}>
              <select id={name} name={name} aria-invalid={invalid()} aria-describedby={described}>
                <For each={choices}>{(choice) => <option>{choice}</option>}</For>
              </select>
            </Show>
            <p class="problem" id={described}>{problem(name)}</p>
          </>
        );
      }}</For>
      <button>Request export</button>
    </form>
  );
}

render(() => <><h1>Export request</h1><Form /></>, document.getElementById('page'));
