# Turns paths into a tree, kept in nested dictionaries, and draws it.
oo::class create Tree {
    variable root files

    constructor {} {
        set root [dict create]
        set files 0
    }

    method add {path} {
        set parts [split $path /]
        if {![dict exists $root {*}$parts]} {
            dict set root {*}$parts {}
            incr files
        }
    }

    method draw {} {
        puts .
        my DrawBelow $root ""
        puts "$files files in [my Folders $root] folders"
    }

    method DrawBelow {node indent} {
        set names [lsort [dict keys $node]]
        foreach name $names {
            set last [expr {$name eq [lindex $names end]}]
            puts "$indent[expr {$last ? "`-" : "|-"}] $name"
            my DrawBelow [dict get $node $name] "$indent[expr {$last ? "   " : "|  "}]"
        }
    }

    method Folders {node} {
        set count 0
        dict for {name below} $node {
            if {[dict size $below] > 0} {
                incr count [expr {1 + [my Folders $below]}]
            }
        }
        return $count
    }
}

set tree [Tree new]
while {[gets stdin path] >= 0} {
    $tree add $path
}
$tree draw
