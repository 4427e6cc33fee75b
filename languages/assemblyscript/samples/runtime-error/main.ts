function launch(fuel: i32): string {
  if (fuel == 0) throw new Error("no fuel");
  return "lift-off";
}

console.log("before");
console.log(launch(0));
