import { TextField } from "./text-field";

/** The password that somebody already has, in the field `password` of a form. */
export function PasswordField({ label, autoFocus = false }: { label: string; autoFocus?: boolean }) {
  return (
    <TextField
      label={label}
      name="password"
      type="password"
      autoComplete="current-password"
      isRequired
      autoFocus={autoFocus}
    />
  );
}
