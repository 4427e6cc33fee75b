console.log('before');
process.exit(3 as number);
