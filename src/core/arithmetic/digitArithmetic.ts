/**
 * The decimal digits of a whole number, units first, so that an index is the power of ten. Arithmetic works on them one
 * by one, since numbers of 20 digits are beyond a double.
 */
export type Digits = ArrayLike<number>;

/** x + y for two numbers of d digits: d + 1 digits. */
export function addDigits(x: Digits, y: Digits): Uint8Array {
  const sum = new Uint8Array(x.length + 1);
  let carry = 0;
  for (let n = 0; n < x.length; n++) {
    const column = x[n]! + y[n]! + carry;
    sum[n] = column % 10;
    carry = column >= 10 ? 1 : 0;
  }
  sum[x.length] = carry;
  return sum;
}

/** x - y for two numbers of d digits, x not the smaller: d + 1 digits, the highest 0. */
export function subtractDigits(x: Digits, y: Digits): Uint8Array {
  const difference = new Uint8Array(x.length + 1);
  let borrow = 0;
  for (let n = 0; n < x.length; n++) {
    const column = x[n]! - y[n]! - borrow;
    difference[n] = column < 0 ? column + 10 : column;
    borrow = column < 0 ? 1 : 0;
  }
  return difference;
}

/** x · y for two numbers of d digits: 2d digits. */
export function multiplyDigits(x: Digits, y: Digits): Uint8Array {
  const product = new Uint8Array(x.length + y.length);
  for (let i = 0; i < x.length; i++) {
    let carry = 0;
    for (let j = 0; j < y.length; j++) {
      const column = product[i + j]! + x[i]! * y[j]! + carry;
      product[i + j] = column % 10;
      carry = Math.floor(column / 10);
    }
    product[i + y.length] = carry;
  }
  return product;
}

/** Whether x < y for two numbers of as many digits. */
export function isLess(x: Digits, y: Digits): boolean {
  let n = x.length - 1;
  while (n > 0 && x[n] === y[n]) n--;
  return x[n]! < y[n]!;
}
