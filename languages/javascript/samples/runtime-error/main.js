console.log('before');
const nothing = undefined;
console.log(nothing.length);
