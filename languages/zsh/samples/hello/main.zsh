print 'Hello, World!'
