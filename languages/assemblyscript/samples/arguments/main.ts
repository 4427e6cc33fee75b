const args = process.argv;
for (let i = 1; i < args.length; i++) console.log(`${i}: [${args[i]}]`);
