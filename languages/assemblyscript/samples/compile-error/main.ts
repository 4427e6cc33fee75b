const count: i32 = "many";
console.log(count.toString());
