{- Typed configuration: services of several kinds become the text of a proxy's configuration. Nothing is imported, so the few
   functions on lists that are needed are made here from the built-in fold. -}
let Protocol = < Http | Tcp : { timeout : Natural } >

let Service = { name : Text, port : Natural, hosts : List Text, protocol : Protocol }

let http = \(name : Text) -> \(port : Natural) -> \(hosts : List Text) ->
      { name, port, hosts, protocol = Protocol.Http } : Service

let map
    : forall (a : Type) -> forall (b : Type) -> (a -> b) -> List a -> List b
    = \(a : Type) -> \(b : Type) -> \(f : a -> b) -> \(xs : List a) ->
        List/fold a xs (List b) (\(x : a) -> \(rest : List b) -> [ f x ] # rest) ([] : List b)

let concat
    : List Text -> Text
    = \(lines : List Text) ->
        List/fold Text lines Text (\(line : Text) -> \(rest : Text) -> line ++ rest) ""

let sum
    : List Natural -> Natural
    = \(numbers : List Natural) ->
        List/fold Natural numbers Natural (\(n : Natural) -> \(rest : Natural) -> n + rest) 0

let showProtocol =
      \(protocol : Protocol) ->
        merge
          { Http = "mode http"
          , Tcp = \(tcp : { timeout : Natural }) -> "mode tcp, timeout ${Natural/show tcp.timeout}s"
          }
          protocol

let showService =
      \(service : Service) ->
            "service ${service.name} on ${Natural/show service.port}\n"
        ++  "  ${showProtocol service.protocol}\n"
        ++  concat (map Text Text (\(host : Text) -> "  server ${host}\n") service.hosts)

let services
    : List Service
    = [ http "web" 80 [ "web1", "web2" ]
      , http "api" 8080 [ "api1" ]
      , { name = "queue", port = 5672, hosts = [ "queue1" ], protocol = Protocol.Tcp { timeout = 30 } }
      ]

let servers = sum (map Service Natural (\(service : Service) -> List/length Text service.hosts) services)

let check = assert : servers === 4

in  concat (map Service Text showService services) ++ "${Natural/show servers} servers\n"
