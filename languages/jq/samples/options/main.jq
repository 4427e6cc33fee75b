[inputs]
| . as $lines
| map(select(contains($wanted)))
| "\(length) of \($lines | length) lines have \($wanted | tojson)", .[]
