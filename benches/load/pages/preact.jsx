/** @jsxImportSource preact */
import { render } from 'preact';
import { useState } from 'preact/hooks';
import { validate } from '../../validator/peers/zod.mjs';
import { FIELDS, request } from '../form.mjs';

function Form() {
  const [issues, setIssues] = useState([]);
  const problem = (name) => issues.find(({ path }) => path[0] === name)?.message;
  const submit = (event) => {
    event.preventDefault();
    setIssues(validate(request(event.currentTarget)).error?.issues ?? []);
  };
  return (
    <form noValidate onSubmit={submit}>
      {FIELDS.map(([name, label, choices]) => {
        const described = { id: name, name, 'aria-invalid': problem(name) ? 'true' : undefined, 'aria-describedby': `${name}-problem` };
        return (
          <div key={name}>
            <label for={name}>{label}</label>
            {choices ? <select {...described}>{choices.map((choice) => <option key={choice}>{choice}</option>)}</select> : <input {...described} />}
            <p class="problem" id={`${name}-problem`}>{problem(name)}</p>
          </div>
        );
      })}
      <button>Request export</button>
    </form>
  );
}

render(<><h1>Export request</h1><Form /></>, document.getElementById('page'));
