console.log (1 + ]
