<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="greetings.xsl"/>
  <xsl:output method="text"/>
  <xsl:template match="/">
    <xsl:apply-templates select="people/person"/>
  </xsl:template>
</xsl:stylesheet>
