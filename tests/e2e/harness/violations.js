// Collects what the page's content security policy has refused, from now on.
if (!window.violations) {
  window.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    if (event.disposition === 'enforce') window.violations.push(`${event.effectiveDirective}: ${event.blockedURI}`);
  });
}
