proc serve {channel host port} {
    fconfigure $channel -buffering line
    fileevent $channel readable [list answer $channel]
}
proc answer {channel} { puts $channel [string toupper [gets $channel]]; close $channel }
set there [socket -server serve -myaddr 127.0.0.1 0]
set here [socket 127.0.0.1 [lindex [fconfigure $there -sockname] 2]]
fconfigure $here -buffering line
puts $here hello
fileevent $here readable {set word [gets $here]; close $here}
after 10 {set fired 1}
vwait word
if {![info exists fired]} { vwait fired }
if {$word ne "HELLO"} { error "echo: $word" }
puts HELD
