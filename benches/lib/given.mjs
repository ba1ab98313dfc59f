// What `cargo xtask bench` tells its scripts.

/** The value of a variable that `cargo xtask bench` sets. */
export function given(variable) {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: call this as \`cargo xtask bench\``);
  return value;
}
