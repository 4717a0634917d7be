/** Four decimals as in the notebook, or four digits where those would hide a small figure. */
export function figure(value: number | null): string {
  const number = value ?? NaN;
  return number !== 0 && Math.abs(number) < 0.001 ? number.toPrecision(4) : number.toFixed(4);
}

/** `1:02:03`, `2:03` */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const padded = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${padded(minutes)}:${padded(rest)}` : `${minutes}:${padded(rest)}`;
}
