// Collects from now on what the page's content security policy refuses, and what goes wrong without anyone handling it.
if (!window.violations) {
  window.violations = [];
  window.failures = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    if (event.disposition === 'enforce') window.violations.push(`${event.effectiveDirective}: ${event.blockedURI}`);
  });
  addEventListener('error', (event) => window.failures.push(event.message));
  addEventListener('unhandledrejection', (event) => window.failures.push(String(event.reason)));
  for (const level of ['error', 'warn']) {
    const write = window.console[level];
    window.console[level] = (...words) => {
      window.failures.push(words.join(' '));
      write.apply(window.console, words);
    };
  }
}
