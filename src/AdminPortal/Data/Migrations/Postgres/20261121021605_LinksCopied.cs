using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AdminPortal.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LinksCopied : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "LinkCopiedAt",
                table: "WantedMembers",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LinkCopiedBy",
                table: "WantedMembers",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_WantedMembers_State_ExpiresAt",
                table: "WantedMembers",
                columns: new[] { "State", "ExpiresAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_WantedMembers_State_ExpiresAt",
                table: "WantedMembers");

            migrationBuilder.DropColumn(
                name: "LinkCopiedAt",
                table: "WantedMembers");

            migrationBuilder.DropColumn(
                name: "LinkCopiedBy",
                table: "WantedMembers");
        }
    }
}
