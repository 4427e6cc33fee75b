local sum = 0
for i = 0, 7 do local child = io.popen('echo ' .. i * i); sum = sum + child:read('n'); child:close() end
local child = io.popen('echo 42')
print(sum .. ' ' .. child:read('l'))
