// A service is an object that others are derived from; what is set in one place is seen in all that depends on it.

local service = {
  name:: error 'a service has a name',
  replicas: 1,
  memory_mb:: 128,
  env:: {},
  image: 'registry.example/%s:1.0' % self.name,
  limits: { memory: '%dMi' % $.memory_mb },
  environment: [
    { name: key, value: std.toString($.env[key]) }
    for key in std.objectFields($.env)
  ],
};

local replicated(n) = { replicas: n, env+:: { PEERS: n } };
local debugged = { memory_mb+:: 64, env+:: { LOG_LEVEL: 'debug' } };

local services = [
  service { name:: 'web', env+:: { PORT: 8080 } } + replicated(3),
  service { name:: 'queue', memory_mb:: 512 },
  service { name:: 'web-test', env+:: { PORT: 8081 } } + debugged,
];

local total = std.foldl(
  function(sum, one) sum + one.replicas * one.memory_mb,
  services,
  0
);

std.manifestJsonEx(
  {
    [one.name]: one { ports:: null }
    for one in services
  } + { summary: { services: std.length(services), memory_mb: total } },
  '  '
)
