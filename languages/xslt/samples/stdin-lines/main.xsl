<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text"/>
  <xsl:template match="/numbers">
    <xsl:value-of select="count(n)"/> numbers, sum <xsl:value-of select="sum(n)"/><xsl:text>&#10;</xsl:text>
  </xsl:template>
</xsl:stylesheet>
