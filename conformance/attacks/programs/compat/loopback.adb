with Ada.Text_IO; with GNAT.Sockets; use GNAT.Sockets;
procedure Loopback is
   There, Here : Socket_Type;
   Address     : Sock_Addr_Type := (Family_Inet, Loopback_Inet_Addr, Any_Port);
   task Server is entry Serve; end Server;
   task body Server is
      Peer : Socket_Type;
      From : Sock_Addr_Type;
   begin
      accept Serve;
      Accept_Socket (There, Peer, From);
      String'Write (Stream (Peer), String'("HELLO"));
      Close_Socket (Peer);
   end Server;
   Word : String (1 .. 5);
begin
   Create_Socket (There);
   Bind_Socket (There, Address);
   Listen_Socket (There);
   Address := Get_Socket_Name (There);
   Server.Serve;
   Create_Socket (Here);
   Connect_Socket (Here, Address);
   String'Read (Stream (Here), Word);
   delay 0.01;
   if Word = "HELLO" then
      Ada.Text_IO.Put_Line ("HELD");
   end if;
end Loopback;
