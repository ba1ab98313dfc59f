// No library: the form is in the HTML, the script adds the rules.
import { validate } from '../../validator/peers/plain.mjs';
import { request } from '../form.mjs';

const form = document.querySelector('form');

form.addEventListener('submit', (event) => {
  event.preventDefault();
  for (const control of form.querySelectorAll('[aria-invalid]')) {
    control.removeAttribute('aria-invalid');
    document.getElementById(`${control.id}-problem`).textContent = '';
  }
  const { problems = [] } = validate(request(form));
  for (const { field, message } of problems) {
    document.getElementById(field).setAttribute('aria-invalid', 'true');
    document.getElementById(`${field}-problem`).textContent = message;
  }
});
