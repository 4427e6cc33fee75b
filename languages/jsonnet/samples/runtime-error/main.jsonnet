local port = 70000;
assert port < 65536 : 'there is no port %d' % port;
'port %d' % port
