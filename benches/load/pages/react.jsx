import { zodResolver } from '@hookform/resolvers/zod';
import { createRoot } from 'react-dom/client';
import { useForm } from 'react-hook-form';
import { schema } from '../../validator/peers/zod.mjs';
import { FIELDS } from '../form.mjs';

const absent = { setValueAs: (value) => value || undefined };

function Form() {
  const { register, handleSubmit, formState: { errors } } = useForm({ resolver: zodResolver(schema) });
  return (
    <form noValidate onSubmit={handleSubmit(() => {})}>
      {FIELDS.map(([name, label, choices]) => {
        const problem = errors[name]?.message;
        const described = { id: name, 'aria-invalid': problem ? 'true' : undefined, 'aria-describedby': `${name}-problem`, ...register(name, absent) };
        return (
          <div key={name}>
            <label htmlFor={name}>{label}</label>
            {choices ? <select {...described}>{choices.map((choice) => <option key={choice}>{choice}</option>)}</select> : <input {...described} />}
            <p className="problem" id={`${name}-problem`}>{problem}</p>
          </div>
        );
      })}
      <button>Request export</button>
    </form>
  );
}

createRoot(document.getElementById('page')).render(<><h1>Export request</h1><Form /></>);
