GREETING, NAME!
ifdef(`POLITE', `How do you do?', `Well?')
