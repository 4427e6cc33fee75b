program Loopback;
{$mode objfpc}{$H+}
uses cthreads, Classes, SysUtils, Sockets, Process;
type
  TServer = class(TThread)
    There: longint;
    procedure Execute; override;
  end;

procedure Need(Held: boolean; What: string);
begin
  if not Held then begin WriteLn(What, ' ', SocketError); Halt(1); end;
end;

procedure TServer.Execute;
var
  Peer: longint;
  Word: string[5];
begin
  Peer := fpAccept(There, nil, nil);
  Need(fpRecv(Peer, @Word[1], 5, 0) = 5, 'receive');
  Word[0] := #5;
  Word := UpperCase(Word);
  Need(fpSend(Peer, @Word[1], 5, 0) = 5, 'send');
  CloseSocket(Peer);
end;

var
  Server: TServer;
  Here: longint;
  Address: TInetSockAddr;
  Size: TSockLen;
  Word: string[5];
  Out42: string;
begin
  Address.sin_family := AF_INET;
  Address.sin_port := 0;
  Address.sin_addr.s_addr := htonl($7F000001);
  Size := SizeOf(Address);
  Server := TServer.Create(True);
  Server.There := fpSocket(AF_INET, SOCK_STREAM, 0);
  Need(fpBind(Server.There, @Address, Size) = 0, 'bind');
  Need(fpListen(Server.There, 1) = 0, 'listen');
  Need(fpGetSockName(Server.There, @Address, @Size) = 0, 'name');
  Server.Start;
  Here := fpSocket(AF_INET, SOCK_STREAM, 0);
  Need(fpConnect(Here, @Address, Size) = 0, 'connect');
  Word := 'hello';
  Need(fpSend(Here, @Word[1], 5, 0) = 5, 'send');
  Need(fpRecv(Here, @Word[1], 5, 0) = 5, 'receive');
  Need(Word = 'HELLO', 'echo');
  Server.WaitFor;
  Sleep(10);
  Need(RunCommand('/bin/echo', ['42'], Out42) and (Out42 = '42' + LineEnding), 'child');
  WriteLn('HELD');
end.
