function twice(count: number): number {
  return count * 2;
}

console.log(twice('two'));
