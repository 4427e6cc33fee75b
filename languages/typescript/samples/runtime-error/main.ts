type Thing = { readonly name: string };
console.log('before');
function find(name: string): Thing {
  throw new Error(`no such thing: ${name}`);
}
find('rocket');
