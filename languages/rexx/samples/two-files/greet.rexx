parse arg name
return 'Hello,' name'!'
