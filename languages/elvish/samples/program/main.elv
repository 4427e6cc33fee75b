# Groups measurements of rain, a list in JSON, by station.
fn sum {|numbers| + (num 0) $@numbers }

fn wettest {|measurements|
  var best = $measurements[0]
  for measurement $measurements {
    if (> $measurement[rain] $best[rain]) {
      set best = $measurement
    }
  }
  put $best[day]
}

fn by-station {|measurements|
  var groups = [&]
  for measurement $measurements {
    var station = $measurement[station]
    var before = []
    if (has-key $groups $station) {
      set before = $groups[$station]
    }
    set groups[$station] = [$@before $measurement]
  }
  put $groups
}

var measurements = (from-json)
var valid = [(keep-if {|m| >= $m[rain] 0 } $measurements)]
var groups = (by-station $valid)
var stations = [(keys $groups | order)]
for station $stations {
  var own = $groups[$station]
  var rain = (sum [(each {|m| put $m[rain] } $own)])
  printf "%-6s %d days  %6.2f mm   wettest day %v\n" $station (count $own) $rain (wettest $own)
}
printf "%d discarded\n" (- (count $measurements) (count $valid))
put $stations | to-json
