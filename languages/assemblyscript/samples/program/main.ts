// Solves systems of linear equations by Gaussian elimination, with unchecked access to typed arrays in the inner loop.

class Matrix {
  private readonly cells: Float64Array;

  constructor(readonly rows: i32, readonly columns: i32) {
    this.cells = new Float64Array(rows * columns);
  }

  @operator("[]") row(index: i32): Float64Array {
    return this.cells.subarray(index * this.columns, (index + 1) * this.columns);
  }

  swap(a: i32, b: i32): void {
    if (a == b) return;
    const first = this.row(a);
    const second = this.row(b);
    for (let column = 0; column < this.columns; column++) {
      const cell = first[column];
      first[column] = second[column];
      second[column] = cell;
    }
  }

  // Takes a multiple of one row from another, from a column on.
  subtract(target: i32, source: i32, factor: f64, from: i32): void {
    const to = this.row(target);
    const by = this.row(source);
    for (let column = from; column < this.columns; column++) {
      unchecked((to[column] -= factor * by[column]));
    }
  }
}

function parse(text: string): Matrix {
  const lines = text.trim().split("\n");
  const matrix = new Matrix(lines.length, lines.length + 1);
  for (let y = 0; y < lines.length; y++) {
    const numbers = lines[y].split(" ");
    for (let x = 0; x < numbers.length; x++) matrix[y][x] = parseFloat(numbers[x]);
  }
  return matrix;
}

// The row at or below `column` that has the largest number there; -1 when all have none.
function pivot(matrix: Matrix, column: i32): i32 {
  let best = -1;
  let largest = 1e-12;
  for (let y = column; y < matrix.rows; y++) {
    const size = Math.abs(matrix[y][column]);
    if (size > largest) {
      largest = size;
      best = y;
    }
  }
  return best;
}

// The solution, or null when there is no single one.
function solve(matrix: Matrix): Float64Array | null {
  const size = matrix.rows;
  for (let column = 0; column < size; column++) {
    const best = pivot(matrix, column);
    if (best == -1) return null;
    matrix.swap(best, column);
    for (let y = column + 1; y < size; y++) {
      matrix.subtract(y, column, matrix[y][column] / matrix[column][column], column);
    }
  }
  const solution = new Float64Array(size);
  for (let y = size - 1; y >= 0; y--) {
    let rest = matrix[y][size];
    for (let x = y + 1; x < size; x++) rest -= matrix[y][x] * solution[x];
    solution[y] = rest / matrix[y][y];
  }
  return solution;
}

function report(text: string): void {
  const solution = solve(parse(text));
  if (solution == null) {
    console.log("no single solution");
    return;
  }
  const parts: string[] = [];
  for (let i = 0; i < solution.length; i++) {
    parts.push(`x${i + 1} = ${Math.round(solution[i] * 1000) / 1000}`);
  }
  console.log(parts.join(", "));
}

const buffer = new ArrayBuffer(4096);
const length = <i32>process.stdin.read(buffer);
const systems = String.UTF8.decode(buffer.slice(0, length)).split("\n\n");
for (let i = 0; i < systems.length; i++) report(systems[i]);
