// The distance of Kolmogorov and Smirnov between two samples.

export function ksDistance(one: Float64Array, other: Float64Array): number {
  const [a, b] = [one.toSorted(), other.toSorted()];
  let [i, j, distance] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] <= b[j]) i++;
    else j++;
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length));
  }
  return distance;
}
