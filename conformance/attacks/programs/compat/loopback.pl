use strict; use warnings;
use IO::Socket::INET; use IO::Socket::UNIX;
for my $kind ('inet', 'unix') {
  my $there = $kind eq 'inet'
    ? IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1') : IO::Socket::UNIX->new(Listen => 1, Local => '/tmp/echo.sock');
  die "$kind: $!" unless $there;
  my $child = fork() // die "fork: $!";
  if (!$child) { my $c = $there->accept; print $c uc(<$c>); exit 0 }
  my $here = $kind eq 'inet'
    ? IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $there->sockport) : IO::Socket::UNIX->new(Peer => '/tmp/echo.sock');
  print $here "hello\n"; $here->flush;
  die 'echo' unless <$here> eq "HELLO\n";
  waitpid($child, 0); die "child: $?" if $?;
}
my $fired = 0;
$SIG{ALRM} = sub { $fired = 1 };
alarm(1); select(undef, undef, undef, 5) unless $fired;
die 'timer' unless $fired;
print "HELD\n";
